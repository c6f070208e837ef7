import type { WorkflowDocument } from "#lib/engine/document.ts";
import { emptyDocument } from "#lib/engine/empty-document.ts";

/**
 * A draft that holds nothing but its trigger, as the palette would have added it. The catalogue is loaded only when
 * somebody begins; a type that this build does not have gives an empty canvas.
 */
export async function documentStartingWith(type: string): Promise<WorkflowDocument> {
  const { catalogue } = await import("#lib/nodes/catalog.ts");
  const definition = catalogue.get(type);
  const document = emptyDocument();
  if (!definition) return document;
  return {
    ...document,
    nodes: [
      {
        id: "start",
        key: type.slice(type.indexOf(".") + 1),
        type,
        version: definition.version,
        position: { x: 0, y: 0 },
        // Defaults parse by the catalogue's contract test, and configs are JSON.
        config: definition.defaults,
      },
    ],
  };
}
