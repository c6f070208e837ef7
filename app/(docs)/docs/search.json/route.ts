import { searchIndex } from "#lib/docs/search-index.ts";

/** What the search of the documentation looks through. It changes with the server, not with who asks. */
export async function GET(): Promise<Response> {
  return Response.json(await searchIndex(), { headers: { "cache-control": "public, max-age=300" } });
}
