import { definePure, NodeError } from "../define.ts";
import { definition } from "./definition.ts";

export default definePure(definition, ({ config: { value, size, separator } }) => {
  if (typeof value === "string") return { port: "out", output: value === "" ? [] : parts(value, separator) };
  if (!Array.isArray(value)) {
    throw new NodeError(
      "invalid_input",
      "Only a list or a text can be split. Point it at one, such as {{ input.items }}.",
      {
        retry: "never",
      },
    );
  }
  const count = Math.ceil(value.length / size);
  return { port: "out", output: Array.from({ length: count }, (_, i) => value.slice(i * size, (i + 1) * size)) };
});

/** At line ends whatever wrote them; into whole characters where nothing separates. */
function parts(text: string, separator: string): string[] {
  if (separator === "") return Array.from(text);
  return separator === "\n" ? text.split(/\r\n|\n|\r/) : text.split(separator);
}
