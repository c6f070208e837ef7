import type { CredentialType, CredentialValues } from "./define.ts";

export interface OpenCredential {
  id: string;
  name: string;
  type: CredentialType;
  /** Secret and other fields together. */
  values: CredentialValues;
}

/** A credential as it is found: nothing of what it holds. */
export interface ListedCredential {
  id: string;
  name: string;
  /** A folder of lib/credentials/types. */
  type: string;
}

/** Where steps get their credentials from. */
export interface CredentialSource {
  /** @throws NodeError `auth`: there is none of that id in the workspace, or it cannot be opened */
  open(workspaceId: string, id: string): Promise<OpenCredential>;
  /** Those of the workspace that are of one of these kinds, by name. */
  list(workspaceId: string, types: readonly string[]): Promise<readonly ListedCredential[]>;
}
