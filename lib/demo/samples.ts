import type { Sample } from "./sample.ts";
import { orderWebhook } from "./samples/order-webhook.ts";
import { retries } from "./samples/retries.ts";
import { sortMail } from "./samples/sort-mail.ts";
import { tenCalls } from "./samples/ten-calls.ts";

/** In the order they are offered. */
export const samples: readonly Sample[] = [orderWebhook, tenCalls, retries, sortMail];
