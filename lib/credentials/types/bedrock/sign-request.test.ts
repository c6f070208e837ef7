import { expect, test } from "vitest";
import { signRequest } from "./sign-request.ts";

const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const at = new Date("2015-08-30T12:36:00Z");

test("gives the signature of AWS's own example", () => {
  const signed = signRequest(
    {
      method: "GET",
      url: "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
      headers: { "Content-Type": "application/x-www-form-urlencoded; charset=utf-8" },
    },
    keys,
    { region: "us-east-1", service: "iam", at },
  );
  expect(signed.headers).toMatchObject({
    "x-amz-date": "20150830T123600Z",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
  });
  // No redirect carries them elsewhere.
  expect(signed.privateHeaders).toEqual(expect.arrayContaining(["authorization", "x-amz-date"]));
});

test("another body, path, time or token is another signature, and the secret is in none of them", () => {
  const scope = { region: "eu-central-1", service: "bedrock", at };
  const request = {
    method: "POST",
    url: "https://bedrock-runtime.eu-central-1.amazonaws.com/model/a%3A0/converse",
    body: "{}",
  };
  const all = [
    signRequest(request, keys, scope),
    signRequest({ ...request, body: '{"a":1}' }, keys, scope),
    signRequest({ ...request, url: request.url.replace("%3A0", "%3A1") }, keys, scope),
    signRequest(request, keys, { ...scope, at: new Date("2015-08-30T12:36:01Z") }),
    signRequest(request, { ...keys, sessionToken: "lent for a time" }, scope),
  ].map(({ headers }) => headers?.authorization ?? "");
  expect(new Set(all).size).toBe(all.length);
  expect(all.join()).not.toContain(keys.secretAccessKey);
  expect(all[4]).toContain("SignedHeaders=host;x-amz-date;x-amz-security-token");
});
