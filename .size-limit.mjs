import { existsSync, globSync, readFileSync } from "node:fs";

/** What a browser loads for a first visit, gzipped. Which page may be how large, and why: docs/adr/0048-*.md. */
const BUDGETS = [
  { pages: /^\/workflows\/\[workflowId\]\/$/, limit: "200 kB", withCanvas: "640 kB" },
  { pages: /^\/runs\/\[runId\]\/$/, limit: "200 kB", withCanvas: "425 kB" },
  { pages: /^\/(sign-in|setup)\//, limit: "180 kB" },
  { pages: /^\/($|docs\/|_)/, limit: "170 kB" },
  // Takes the catalogue's schemas along, for its pictures.
  { pages: /^\/templates\//, limit: "335 kB" },
  { pages: /^\/knowledge\/\[baseId\]\//, limit: "290 kB" },
  // Reads Markdown.
  { pages: /^\/chat\/\[conversationId\]\//, limit: "265 kB" },
  { pages: /^/, limit: "255 kB" },
];

const BUILD = ".next";
const MANIFEST = "page_client-reference-manifest.js";

/** The scripts of a first visit to a page: Next's own and those of the page and its layouts. */
function scriptsOf(/** @type {string} */ manifest) {
  const text = readFileSync(`${BUILD}/server/app/${manifest}`, "utf8");
  const { entryJSFiles } = JSON.parse(text.slice(text.indexOf("] = ") + 4, text.lastIndexOf("}") + 1));
  const { rootMainFiles } = JSON.parse(readFileSync(`${BUILD}/build-manifest.json`, "utf8"));
  return [...rootMainFiles, .../** @type {string[][]} */ (Object.values(entryJSFiles)).flat()];
}

/** What the page asks for as soon as it runs: the largest of what it loads by itself is its canvas. */
function canvasOf(/** @type {string} */ manifest) {
  const file = `${BUILD}/server/app/${manifest.replace(MANIFEST, "page/react-loadable-manifest.json")}`;
  if (!existsSync(file)) throw new Error(`${file} is missing: Next writes what a page loads later elsewhere now.`);
  /** @type {{ files: string[] }[]} */
  const parts = Object.values(JSON.parse(readFileSync(file, "utf8")));
  const [canvas] = parts.sort((a, b) => b.files.length - a.files.length);
  return (canvas?.files ?? []).filter((name) => name.endsWith(".js"));
}

const paths = (/** @type {string[]} */ files) => [...new Set(files)].map((file) => `${BUILD}/${file}`);

export default globSync(`**/${MANIFEST}`, { cwd: `${BUILD}/server/app` }).flatMap((manifest) => {
  const address = `/${manifest.slice(0, -MANIFEST.length)}`.replaceAll(/\/\([^)]*\)/g, "");
  const budget = BUDGETS.find(({ pages }) => pages.test(address));
  if (!budget) throw new Error(`${address} has no budget.`);
  const scripts = scriptsOf(manifest);
  const first = { name: `First visit to ${address}`, path: paths(scripts), gzip: true, limit: budget.limit };
  if (budget.withCanvas === undefined) return [first];
  const whole = [...scripts, ...canvasOf(manifest)];
  return [first, { ...first, name: `${first.name} with its canvas`, path: paths(whole), limit: budget.withCanvas }];
});
