/** A title as part of an address: `How they are kept` → `how-they-are-kept`. */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[`'’]/g, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "");
}
