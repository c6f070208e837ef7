import { z } from "zod";
import type { Json } from "../../engine/json.ts";
import { contract } from "../contract.ts";
import { idSchema, instant, personSchema, plainText } from "../schemas.ts";

const tag = "Variables";
const params = z.object({ id: idSchema("var") });
const name = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, "A name starts with a letter and holds letters, digits and _ (64 at most).")
  .refine((text) => text !== "__proto__", "This name is taken by the language.");
const value = z.json() as z.ZodType<Json>;
const note = plainText(500);

export const variableSchema = z.object({
  id: idSchema("var"),
  name: z.string(),
  value,
  note: z.string(),
  updatedAt: instant,
  updatedBy: personSchema.nullable(),
});
export type Variable = z.infer<typeof variableSchema>;

export const listVariables = contract({
  name: "listVariables",
  method: "GET",
  path: "/variables",
  summary: "Variables of the workspace, by name: `vars` in expressions",
  tag,
  permission: "variables:read",
  status: 200,
  result: z.object({ items: z.array(variableSchema) }),
});

export const createVariable = contract({
  name: "createVariable",
  method: "POST",
  path: "/variables",
  summary: "Make a variable. It is not secret: runs store it and people see it",
  tag,
  permission: "variables:write",
  body: z.strictObject({ name, value, note: note.default("") }),
  status: 201,
  problems: ["name_taken", "too_many_variables", "variable_too_large"],
  result: variableSchema,
});

export const updateVariable = contract({
  name: "updateVariable",
  method: "PATCH",
  path: "/variables/:id",
  summary: "Change a variable; runs that have begun keep what they started with",
  tag,
  permission: "variables:write",
  params,
  body: z.strictObject({ name: name.optional(), value: value.optional(), note: note.optional() }),
  status: 200,
  problems: ["name_taken", "variable_too_large"],
  result: variableSchema,
});

export const deleteVariable = contract({
  name: "deleteVariable",
  method: "DELETE",
  path: "/variables/:id",
  summary: "Delete a variable",
  tag,
  permission: "variables:write",
  params,
  status: 204,
});
