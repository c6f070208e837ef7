import { expect, test } from "vitest";
import { looksLikeCurl, parseCurl } from "./curl.ts";
import { definition } from "./definition.ts";

const blank = { method: "GET", url: "https://a.test/", query: [], headers: [], body: { type: "none" } };

test.each<[command: string, config: Record<string, unknown>]>([
  ["curl https://a.test/", {}],
  ["$ curl a.test", { url: "http://a.test" }],
  ["curl -sSL --compressed -XDELETE https://a.test/", { method: "DELETE" }],
  ["curl --request=put --url 'https://a.test/'", { method: "PUT" }],
  ["curl -I https://a.test/", { method: "HEAD" }],
  [
    `curl 'https://a.test/' \\\n  -H 'Accept: text/html' \\\r\n  -H "X-Say: it's \\"so\\"" -H 'Empty;' -H 'Gone:'`,
    {
      headers: [
        { name: "Accept", value: "text/html" },
        { name: "X-Say", value: `it's "so"` },
        { name: "Empty", value: "" },
      ],
    },
  ],
  ["curl https://a.test/ ^\r\n -H 'a: b'", { headers: [{ name: "a", value: "b" }] }],
  [
    `curl https://a.test/ -d 'a=1&b=x%20y' -d c=3`,
    {
      method: "POST",
      body: {
        type: "form",
        value: [
          { name: "a", value: "1" },
          { name: "b", value: "x y" },
          { name: "c", value: "3" },
        ],
      },
    },
  ],
  [
    `curl https://a.test/ -H 'Content-Type: application/json' --data-raw $'{"a":"it\\'s \\u00e9\\n"}'`.replace(
      "\\n",
      "\\\\n",
    ),
    { method: "POST", body: { type: "json", value: { a: "it's é\n" } } },
  ],
  [
    `curl https://a.test/ --json '{"a":[1]}'`,
    {
      method: "POST",
      headers: [{ name: "Accept", value: "application/json" }],
      body: { type: "json", value: { a: [1] } },
    },
  ],
  [
    `curl https://a.test/ -H 'content-type: text/xml' --data-binary '<a b="c"/>'`,
    {
      method: "POST",
      headers: [{ name: "content-type", value: "text/xml" }],
      body: { type: "text", value: '<a b="c"/>' },
    },
  ],
  [
    "curl -G https://a.test/ -d q=x --data-urlencode 'name=a b&c'",
    {
      query: [
        { name: "q", value: "x" },
        { name: "name", value: "a b&c" },
      ],
    },
  ],
  [
    "curl https://a.test/ -F name=Lena -F 'note=\"x\";type=text/plain'",
    {
      method: "POST",
      body: {
        type: "multipart",
        value: [
          { name: "name", value: "Lena" },
          { name: "note", value: "x" },
        ],
      },
    },
  ],
  [
    "curl https://a.test/ -b 'a=1; b=2' -A me --oauth2-bearer t",
    {
      headers: [
        { name: "Cookie", value: "a=1; b=2" },
        { name: "User-Agent", value: "me" },
        { name: "Authorization", value: "Bearer t" },
      ],
    },
  ],
  ["curl -H 'Host: x' -H 'Content-Length: 3' -m 5 -o file https://a.test/", {}],
])("%s", (command, config) => {
  const parsed = parseCurl(command);
  expect(parsed).toEqual({ ok: true, config: { ...blank, ...config }, notes: [] });
  if (parsed.ok) expect(definition.config.safeParse({ ...parsed.config }).error).toBeUndefined();
});

test.each<[command: string, note: RegExp, config: Record<string, unknown>]>([
  ["curl -u lena:pä https://a.test/", /safer/, { headers: [{ name: "Authorization", value: "Basic bGVuYTpww6Q=" }] }],
  ["curl https://u:p@a.test/", /use a credential/, {}],
  ["curl -k https://a.test/", /always checked/, {}],
  ["curl -d @body.json https://a.test/", /body.json is not here/, {}],
  [
    "curl -F f=@a.png https://a.test/",
    /"f" to a file/,
    { method: "POST", body: { type: "multipart", value: [{ name: "f", value: "" }] } },
  ],
  ["curl -x proxy https://a.test/", /proxy/, {}],
  ["curl --no-such https://a.test/", /--no-such is not known/, {}],
  ["curl https://a.test/ https://b.test/", /only the first/, {}],
])("%s says what it cannot carry", (command, note, config) => {
  expect(parseCurl(command)).toEqual({
    ok: true,
    config: { ...blank, ...config },
    notes: [expect.stringMatching(note)],
  });
});

test.each([
  ["curl 'https://a.test", "quote"],
  ["curl", "no address"],
  ["curl -X", "nothing after it"],
  ["wget https://a.test/", "not a curl"],
])("%s is refused", (command, reason) => {
  expect(parseCurl(command)).toEqual({ ok: false, reason: expect.stringContaining(reason) });
});

test("an address is no command", () => {
  expect(["curl x", "  curl\thttps://a", "$ curl x", "curl.exe x"].every(looksLikeCurl)).toBe(true);
  expect(["https://curl.se/", "curly", "{{ vars.curl }}", "curl"].some(looksLikeCurl)).toBe(false);
});
