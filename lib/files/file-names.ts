const MAX_NAME = 200;
const MEDIA_TYPE = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/;

/** A name that is safe to show and to offer for saving: no path, no control characters, never empty. */
export function safeFileName(name: string): string {
  const last = name.toWellFormed().split(/[/\\]/).at(-1) ?? "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must go; so must marks that turn text around.
  const clean = last.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "").trim();
  if (clean === "" || /^\.+$/.test(clean)) return "file";
  if (clean.length <= MAX_NAME) return clean;
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(clean)?.[0] ?? "";
  return clean.slice(0, MAX_NAME - ending.length).toWellFormed() + ending;
}

/** The bare media type, without parameters; `application/octet-stream` for what is none. */
export function safeMediaType(mediaType: string): string {
  const bare = mediaType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return bare.length <= 100 && MEDIA_TYPE.test(bare) ? bare : "application/octet-stream";
}
