import type { CredentialType, CredentialValues } from "./define.ts";

export interface OpenCredential {
  id: string;
  name: string;
  type: CredentialType;
  /** Secret and other fields together. */
  values: CredentialValues;
}

/** Where steps get their credentials from. */
export interface CredentialSource {
  /** @throws NodeError `auth`: there is none of that id in the workspace, or it cannot be opened */
  open(workspaceId: string, id: string): Promise<OpenCredential>;
}
