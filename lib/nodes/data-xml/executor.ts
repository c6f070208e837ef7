import { defineStep } from "../define.ts";
import { convertByMode } from "../format-nodes.ts";
import { definition } from "./definition.ts";

const kind = { mediaType: "application/xml", extension: "xml" };

export default defineStep(definition, async ({ config, ctx }) => {
  const { lists, namespaces, root, indent } = config;
  return convertByMode("xml", config, { lists, namespaces, root, indent }, kind, ctx);
});
