import { ai } from "./ai.ts";
import { canvas } from "./canvas.ts";
import { engine } from "./engine.ts";
import { rag } from "./rag.ts";
import { ragQuality } from "./rag-quality.ts";
import { webhook } from "./webhook.ts";

const benches: Record<string, (options: { json: boolean; seconds: number; repeats: number }) => Promise<void>> = {
  ai,
  canvas,
  engine,
  rag,
  "rag-quality": ragQuality,
  webhook,
};

/** `npm run bench -- webhook|engine|ai|rag|rag-quality|canvas [--json] [--seconds 4] [--repeats 3]` */
const [name = "", ...flags] = process.argv.slice(2);
const bench = benches[name];
if (!bench) {
  console.error(`Which bench? One of: ${Object.keys(benches).join(", ")}`);
  process.exit(1);
}
const number = (flag: string, otherwise: number) => {
  const at = flags.indexOf(flag);
  return at < 0 ? otherwise : Number(flags[at + 1]);
};
await bench({ json: flags.includes("--json"), seconds: number("--seconds", 4), repeats: number("--repeats", 3) });
