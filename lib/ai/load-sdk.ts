/**
 * The SDK, loaded when a model is first asked. It would print what a model does not support; the run's log says it instead.
 */
export async function loadSdk(): Promise<typeof import("ai")> {
  globalThis.AI_SDK_LOG_WARNINGS = false;
  return import("ai");
}
