import { listCredentialTypes } from "#lib/api/contracts/credentials.ts";
import { route } from "#lib/api/route.ts";
import { credentialTypes } from "#lib/credentials/types/all.ts";

export const GET = route(listCredentialTypes, async () => ({
  body: {
    items: credentialTypes.map(({ type, title, summary, fields }) => ({
      type,
      title,
      summary,
      fields: fields.map(({ key, label, help, placeholder, secret = false, optional = false }) => ({
        key,
        label,
        ...(help && { help }),
        ...(placeholder && { placeholder }),
        secret,
        optional,
      })),
    })),
  },
}));
