import { defineCredentialType } from "../../define.ts";

export const signingKey = defineCredentialType({
  type: "signing-key",
  title: "Signing key",
  summary: "A shared secret that messages are signed with (HMAC), such as a webhook's.",
  fields: [
    { key: "key", label: "Key", secret: true, help: "As the other side gave it, with any prefix such as whsec_." },
  ],
});
