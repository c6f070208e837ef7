/** `provider/model`, split at the first slash: names of models have slashes of their own. Null where one is missing. */
export function splitModelName(name: string): { provider: string; model: string } | null {
  const slash = name.indexOf("/");
  const provider = name.slice(0, Math.max(0, slash)).trim();
  const model = name.slice(slash + 1).trim();
  return slash > 0 && provider !== "" && model !== "" ? { provider, model } : null;
}
