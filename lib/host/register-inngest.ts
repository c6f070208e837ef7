import { errorMessage } from "../errors.ts";
import { INNGEST_PATH, type InngestHost } from "./open-inngest.ts";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * Tells Inngest where the functions are, again and again until it listens: the two may start in any order.
 * @param origin where Inngest reaches this process
 * @returns stops it
 */
export function registerWithInngest(
  inngest: InngestHost,
  origin: string,
  log: (line: string) => void,
): () => Promise<void> {
  let isOver = false;
  let isTold = false;
  let timer: NodeJS.Timeout | undefined;
  let attempt: Promise<void> = Promise.resolve();

  const register = async (waitMs: number): Promise<void> => {
    const problem = await problemOf(inngest, origin);
    if (problem === null) {
      log(`Inngest knows this process as ${origin}${INNGEST_PATH}.`);
      return;
    }
    if (isOver) return;
    if (!isTold) log(`Inngest does not take the registration yet; it is tried again: ${problem}`);
    isTold = true;
    timer = setTimeout(() => {
      attempt = register(Math.min(waitMs * 2, LONGEST_WAIT_MS));
    }, waitMs);
  };
  attempt = register(FIRST_WAIT_MS);
  return async () => {
    isOver = true;
    clearTimeout(timer);
    await attempt;
  };
}

async function problemOf(inngest: InngestHost, origin: string): Promise<string | null> {
  try {
    const response = await inngest.answer(new Request(new URL(INNGEST_PATH, origin), { method: "PUT" }));
    return response.ok ? null : await response.text();
  } catch (error) {
    return errorMessage(error);
  }
}
