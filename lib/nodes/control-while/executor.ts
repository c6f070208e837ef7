import { defineContainer } from "../define.ts";
import { definition } from "./definition.ts";

// The engine itself runs what stands inside (rule E13).
export default defineContainer(definition);
