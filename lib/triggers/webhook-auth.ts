import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import {
  createLocalJWKSet,
  decodeProtectedHeader,
  importSPKI,
  type JSONWebKeySet,
  type JWTVerifyOptions,
  jwtVerify,
} from "jose";
import type { CredentialValues } from "../credentials/define.ts";
import { errorCode } from "../errors.ts";
import type { WebhookAuth } from "../nodes/trigger-webhook/auth.ts";

/** What is looked at to find out who calls. */
export interface SignedRequest {
  header(name: string): string | undefined;
  /** The body as it was sent. */
  body: Buffer;
  /** Milliseconds since the epoch. */
  now: number;
}

/** Signed messages older or newer than this are refused: whoever has seen one must not send it again. */
const TOLERANCE_S = 300;

/** Why a caller is refused, in words that tell nothing of the secret; null when it may go on. */
export async function refusalOf(
  auth: WebhookAuth,
  values: CredentialValues,
  request: SignedRequest,
): Promise<string | null> {
  switch (auth.kind) {
    case "none":
      return null;
    case "basic": {
      const pair = Buffer.from(`${values.username ?? ""}:${values.password ?? ""}`).toString("base64");
      return isSame(schemeOf(request, "basic"), pair) ? null : "The user name or password is not right.";
    }
    case "bearer":
      return isSame(schemeOf(request, "bearer"), values.token ?? "") ? null : "The token is not right.";
    case "header": {
      const name = values.name ?? "";
      return isSame(request.header(name.toLowerCase()), values.value ?? "") ? null : `The header ${name} is not right.`;
    }
    case "jwt":
      return refusalOfToken(values, schemeOf(request, "bearer"), request.now);
    case "signature":
      return refusalOfSignature(auth, values.key ?? "", request);
    case "standard":
      return refusalOfStandard(values.key ?? "", request);
  }
}

function schemeOf(request: SignedRequest, scheme: string): string | undefined {
  const [given, ...rest] = (request.header("authorization") ?? "").split(" ");
  return given?.toLowerCase() === scheme ? rest.join(" ").trim() : undefined;
}

/** In a time that depends on nothing that was sent. */
function isSame(given: string | undefined, right: string): boolean {
  if (given === undefined || right === "") return false;
  const digest = (text: string) => createHmac("sha256", "compare").update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
}

async function refusalOfToken(
  values: CredentialValues,
  token: string | undefined,
  now: number,
): Promise<string | null> {
  if (token === undefined) return "A token is needed: Authorization: Bearer …";
  const { key = "", issuer, audience } = values;
  const rules: JWTVerifyOptions = {
    currentDate: new Date(now),
    clockTolerance: 30,
    ...(issuer && { issuer }),
    ...(audience && { audience }),
  };
  const publicly = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"];
  try {
    // The kind of key says which algorithms may be used: a public key is never taken for a shared secret.
    if (key.trim().startsWith("{")) {
      // It looks itself at what it is given.
      const keys = createLocalJWKSet(JSON.parse(key) as JSONWebKeySet);
      await jwtVerify(token, keys, { ...rules, algorithms: publicly });
    } else if (key.includes("-----BEGIN")) {
      const algorithm = decodeProtectedHeader(token).alg ?? "";
      if (!publicly.includes(algorithm)) return "The token is not signed as it must be.";
      await jwtVerify(token, await importSPKI(key, algorithm), { ...rules, algorithms: [algorithm] });
    } else {
      await jwtVerify(token, new TextEncoder().encode(key), { ...rules, algorithms: ["HS256", "HS384", "HS512"] });
    }
    return null;
  } catch (error) {
    return errorCode(error) === "ERR_JWT_EXPIRED" ? "The token has expired." : "The token is not right.";
  }
}

function refusalOfSignature(auth: WebhookAuth, key: string, request: SignedRequest): string | null {
  const sign = (text: string | Buffer, encoding: "hex" | "base64" = "hex") =>
    createHmac("sha256", key).update(text).digest(encoding);
  const wrong = "The signature is not right.";
  switch (auth.style) {
    case "github":
      return isSame(request.header("x-hub-signature-256"), `sha256=${sign(request.body)}`) ? null : wrong;
    case "stripe": {
      const parts = (request.header("stripe-signature") ?? "").split(",").map((part) => part.trim().split("="));
      const at = parts.find(([name]) => name === "t")?.[1];
      const late = tooOld(at, request.now);
      if (late) return late;
      const right = sign(Buffer.concat([Buffer.from(`${at}.`), request.body]));
      return parts.some(([name, given]) => name === "v1" && isSame(given, right)) ? null : wrong;
    }
    case "slack": {
      const at = request.header("x-slack-request-timestamp");
      const late = tooOld(at, request.now);
      if (late) return late;
      const right = `v0=${sign(Buffer.concat([Buffer.from(`v0:${at}:`), request.body]))}`;
      return isSame(request.header("x-slack-signature"), right) ? null : wrong;
    }
    case "plain": {
      const given = request.header(auth.header.toLowerCase())?.replace(/^sha256=/i, "");
      const right = sign(request.body, auth.encoding);
      return isSame(auth.encoding === "hex" ? given?.toLowerCase() : given, right) ? null : wrong;
    }
  }
}

/** Standard Webhooks: `webhook-id`, `webhook-timestamp`, and any of several signatures. */
function refusalOfStandard(secret: string, request: SignedRequest): string | null {
  const id = request.header("webhook-id");
  const at = request.header("webhook-timestamp");
  const given = request.header("webhook-signature");
  if (id === undefined || given === undefined) return "The headers webhook-id and webhook-signature are needed.";
  const late = tooOld(at, request.now);
  if (late) return late;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const right = createHmac("sha256", key)
    .update(Buffer.concat([Buffer.from(`${id}.${at}.`), request.body]))
    .digest("base64");
  const isRight = given.split(" ").some((one) => one.startsWith("v1,") && isSame(one.slice(3), right));
  return isRight ? null : "The signature is not right.";
}

function tooOld(seconds: string | undefined, now: number): string | null {
  if (seconds === undefined || !/^\d{1,12}$/.test(seconds)) return "The time of the signature is missing.";
  return Math.abs(now / 1000 - Number(seconds)) > TOLERANCE_S
    ? "The signature is too old, or its clock is wrong."
    : null;
}
