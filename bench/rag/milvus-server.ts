import { startMilvusServer } from "#lib/testing/milvus-server.ts";

/** The stand-in of the tests, in a process of its own: what it does takes nothing from whoever is measured. */
const server = await startMilvusServer();
console.log(`ready ${server.address}`);
process.on("SIGTERM", () => process.exit(0));
