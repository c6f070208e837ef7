import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build, type Rollup } from "vite";

/** The page of `stress.tsx`, built for production, on loopback. */
export async function serveStress(): Promise<{ url: string; stop(): void }> {
  const built = (await build({
    configFile: false,
    logLevel: "warn",
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      lib: { entry: fileURLToPath(new URL("./stress.tsx", import.meta.url)), formats: ["es"], fileName: "stress" },
    },
  })) as Rollup.RollupOutput[];
  const output = built.flatMap((one) => one.output);
  const script = output.flatMap((one) => (one.type === "chunk" ? one.code : [])).join("\n");
  const style = output.flatMap((one) => (one.type === "asset" ? String(one.source) : [])).join("\n");
  const page = `<!doctype html><meta charset="utf-8"><title>Stress</title>
<style>html, body, #root { height: 100%; margin: 0 } ${style}</style>
<div id="root"></div><script type="module" src="/stress.js"></script>`;
  const server = createServer((request, response) => {
    const isScript = request.url === "/stress.js";
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" });
    response.end(isScript ? script : page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() };
}
