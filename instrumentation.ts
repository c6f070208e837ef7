/**
 * `server.ts` makes the host before Next starts. Under `next start`, or where a platform starts Next by itself, it is
 * made here, from the same files: loaded by Node as they are, so that no second copy of the engine is bundled.
 */
export async function register(): Promise<void> {
  // Written this way round, the bundler leaves the block out where there is no Node.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { hasHost } = await import("#lib/host/host.ts");
    if (hasHost()) return;
    const { parseEnv } = await import("#lib/config/env.ts");
    const path = `${process.cwd()}/lib/host/open-host.ts`;
    const module: typeof import("#lib/host/open-host.ts") = await import(/* turbopackIgnore: true */ path);
    await module.openHost(parseEnv(process.env), (line) => console.log(line));
  }
}
