import { z } from "zod";

/** How a caller of a webhook proves who it is. The secret itself is a credential; the document holds its id. */
export const authKinds = ["none", "basic", "header", "bearer", "jwt", "signature", "standard"] as const;
export const signatureStyles = ["github", "stripe", "slack", "plain"] as const;

export const webhookAuth = z
  .strictObject({
    kind: z.enum(authKinds, "Choose how callers prove who they are.").default("none"),
    credential: z.string().trim().default(""),
    /** Only for `signature`. */
    style: z.enum(signatureStyles, "Choose whose way of signing it is.").default("github"),
    /** Only for the style `plain`. */
    header: z.string().trim().max(100).default("x-signature"),
    encoding: z.enum(["hex", "base64"], "Choose how the signature is written.").default("hex"),
  })
  .refine(({ kind, credential }) => kind === "none" || credential !== "", {
    message: "Choose the credential that callers must have.",
    path: ["credential"],
  });
export type WebhookAuth = z.infer<typeof webhookAuth>;
export type AuthKind = WebhookAuth["kind"];

/** Which credentials fit each kind. */
export const credentialsFor: Readonly<Record<AuthKind, readonly string[]>> = {
  none: [],
  basic: ["basic"],
  header: ["header"],
  bearer: ["bearer"],
  jwt: ["jwt-key"],
  signature: ["signing-key"],
  standard: ["signing-key"],
};
