import { type ClientOptions, Inngest } from "inngest";

/** The app as Inngest knows it. Its address and keys are Inngest's own variables (INNGEST_BASE_URL and others). */
export function createInngestClient(options: Omit<ClientOptions, "id"> = {}): Inngest {
  return new Inngest({ id: "heddle", ...options });
}
