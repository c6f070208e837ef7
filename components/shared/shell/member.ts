/** Who is signed in, as the pages show it. */
export interface Member {
  name: string;
  email: string;
  role: string;
  workspaceName: string;
}
