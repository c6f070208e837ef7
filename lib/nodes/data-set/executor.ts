import type { JsonObject } from "../../engine/json.ts";
import { definePure } from "../define.ts";
import { definition } from "./definition.ts";
import { copyObject, setField } from "./set-field.ts";

export default definePure(definition, ({ config, input }) => {
  const output: JsonObject = config.keepInput ? copyObject(input) : {};
  for (const field of config.fields) {
    if (field.value === undefined || field.name.trim() === "") continue;
    setField(output, field.name, field.value);
  }
  return { port: "out", output };
});
