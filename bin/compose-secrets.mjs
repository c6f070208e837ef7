import { join } from "node:path";
import { makeSecrets } from "./support/compose-secrets.mjs";
import { root } from "./support/paths.mjs";

const folder = join(root, "docker", "secrets");
const made = makeSecrets(folder);
console.log(made.length === 0 ? `All secrets are in ${folder} already.` : `Made in ${folder}: ${made.join(", ")}.`);
console.log("Keep a copy of heddle_secret_key elsewhere: without it, no stored credential can be opened again.");
