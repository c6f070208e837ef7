import type { ModelImage } from "../../ai/calls.ts";
import type { Json } from "../../engine/json.ts";
import { asFileReference } from "../../files/file-reference.ts";
import { NodeError } from "../define.ts";
import type { StepContext } from "../step-context.ts";

const MOST_IMAGES = 20;
const MOST_BYTES = 20 * 1024 * 1024;
/** What all providers take. */
const mediaTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"];

type Outside = Pick<StepContext, "files" | "fetch">;

/**
 * The pictures behind files and addresses. They are loaded here and travel inside the request: a provider is never told to fetch
 * an address by itself.
 */
export async function loadImages(given: Json | undefined, ctx: Outside): Promise<ModelImage[]> {
  const list = listOf(given);
  if (list.length > MOST_IMAGES)
    throw refused(`A model looks at ${MOST_IMAGES} images at most. There are ${list.length}.`);
  const images: ModelImage[] = [];
  let left = MOST_BYTES;
  for (const one of list) {
    const image = await loadImage(one, ctx, left);
    left -= image.data.length;
    images.push(image);
  }
  return images;
}

function listOf(given: Json | undefined): Json[] {
  if (given === undefined || given === null || given === "") return [];
  if (typeof given === "string") return given.split(/\s+/).filter((address) => address !== "");
  return Array.isArray(given) ? given.flatMap(listOf) : [given];
}

async function loadImage(given: Json, ctx: Outside, maxBytes: number): Promise<ModelImage> {
  const reference = asFileReference(given);
  if (reference) {
    const { name, mediaType, size, content } = await ctx.files.open(reference.file.id);
    checkType(mediaType, name);
    if (size > maxBytes) throw tooLarge();
    const parts: Uint8Array[] = [];
    for await (const part of content) parts.push(part);
    return { mediaType, data: Buffer.concat(parts) };
  }
  if (typeof given !== "string" || !/^https?:\/\//i.test(given)) {
    throw refused("An image is a file, or a web address that begins with http:// or https://.");
  }
  if (maxBytes <= 0) throw tooLarge();
  const answer = await ctx.fetch({ method: "GET", url: given, headers: { accept: "image/*" }, maxBytes });
  const { host } = new URL(answer.url);
  if (answer.status >= 400) throw refused(`The image cannot be loaded: ${host} answered ${answer.status}.`);
  const mediaType = (answer.headers["content-type"] ?? "").replace(/;.*$/s, "").trim().toLowerCase();
  checkType(mediaType, `what ${host} sent`);
  return { mediaType, data: answer.body };
}

function checkType(mediaType: string, what: string): void {
  if (mediaTypes.includes(mediaType)) return;
  throw refused(`Models look at PNG, JPEG, GIF and WebP; ${what} is ${mediaType || "of no kind that is known"}.`);
}

function tooLarge(): NodeError {
  return refused(`The images are larger than ${MOST_BYTES / 1024 / 1024} MiB together.`);
}

function refused(message: string): NodeError {
  return new NodeError("invalid_input", message, { retry: "never", details: { field: "images" } });
}
