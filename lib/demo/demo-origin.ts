/**
 * Where the samples' HTTP requests go. It names no machine: every process that executes steps answers it itself
 * (`demo-services.ts`), so that samples run offline, on any port, and need no rule that opens this machine to users.
 */
export const DEMO_ORIGIN = "http://demo.heddle.localhost";
