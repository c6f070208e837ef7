import { z } from "zod";

const MAX_LENGTH = 200;
const fixed = /^[A-Za-z0-9._~-]+$/;
const parameter = /^:[A-Za-z_][A-Za-z0-9_]*$/;

/** A webhook's path pattern: segments and `:parameters`, stored without slashes at its ends. */
export const webhookPath = z.string({ error: "Give the path as text." }).transform((given, ctx) => {
  const path = given.trim().replace(/^\/|\/$/g, "");
  const complaint = complain(path);
  if (complaint !== undefined) ctx.addIssue({ code: "custom", message: complaint, input: given });
  return path;
});

function complain(path: string): string | undefined {
  if (path === "") return "Give the path that callers use, such as orders.";
  if (path.length > MAX_LENGTH) return `Keep the path within ${MAX_LENGTH} characters.`;
  const names = new Set<string>();
  for (const segment of path.split("/")) {
    if (segment === "." || segment === ".." || !(fixed.test(segment) || parameter.test(segment))) {
      return `"${segment}" cannot be part of a path. Use letters, digits, - . _ ~ and /, or a name after a colon, such as :id.`;
    }
    if (!segment.startsWith(":")) continue;
    if (names.has(segment)) return `${segment} is there twice. Give each part its own name.`;
    names.add(segment);
  }
  return undefined;
}
