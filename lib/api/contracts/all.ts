import type { AnyContract } from "../contract.ts";
import { changePassword, getMe, getSetup, listSessions, revokeSession, setUp, updateMe } from "./account.ts";
import { createApiKey, listApiKeys, revokeApiKey } from "./api-keys.ts";
import { deleteForGood, listBin, restoreWorkflow } from "./bin.ts";
import {
  createCredential,
  deleteCredential,
  getCredential,
  listCredentials,
  listCredentialTypes,
  testCredential,
  testNewCredential,
  updateCredential,
} from "./credentials.ts";
import { getDocument, patchDocument, putDocument, validateDocument } from "./documents.ts";
import { getFile } from "./files.ts";
import { listNodeTypes } from "./node-types.ts";
import { getOpenApi } from "./openapi.ts";
import {
  cancelRun,
  cancelRuns,
  getRun,
  getRunJournal,
  listRunNodes,
  listRuns,
  listWorkflowRuns,
  rerunRun,
  resolveNode,
  startRun,
} from "./runs.ts";
import { listSchedules } from "./schedules.ts";
import { createVariable, deleteVariable, listVariables, updateVariable } from "./variables.ts";
import { getVersion, listVersions, publishWorkflow, unpublishWorkflow } from "./versions.ts";
import { getTestListener, startTestListener, stopTestListener } from "./webhook-tests.ts";
import {
  createWorkflow,
  deleteWorkflow,
  duplicateWorkflow,
  getWorkflow,
  listWorkflows,
  pauseWorkflow,
  resumeWorkflow,
  updateWorkflow,
} from "./workflows.ts";
import { getWorkspace, updateWorkspace } from "./workspace.ts";

/** Every operation of `/api/v1`, in the order in which the OpenAPI document lists them. */
export const allContracts: readonly AnyContract[] = [
  getSetup,
  setUp,
  getMe,
  updateMe,
  changePassword,
  listSessions,
  revokeSession,
  getWorkspace,
  updateWorkspace,
  listWorkflows,
  createWorkflow,
  getWorkflow,
  updateWorkflow,
  getTestListener,
  startTestListener,
  stopTestListener,
  deleteWorkflow,
  duplicateWorkflow,
  pauseWorkflow,
  resumeWorkflow,
  listBin,
  restoreWorkflow,
  deleteForGood,
  getDocument,
  putDocument,
  patchDocument,
  validateDocument,
  publishWorkflow,
  unpublishWorkflow,
  listVersions,
  getVersion,
  startRun,
  listWorkflowRuns,
  listRuns,
  getRun,
  listRunNodes,
  getRunJournal,
  cancelRun,
  cancelRuns,
  rerunRun,
  resolveNode,
  getFile,
  listSchedules,
  listNodeTypes,
  listCredentialTypes,
  listCredentials,
  createCredential,
  testNewCredential,
  getCredential,
  updateCredential,
  deleteCredential,
  testCredential,
  listVariables,
  createVariable,
  updateVariable,
  deleteVariable,
  listApiKeys,
  createApiKey,
  revokeApiKey,
  getOpenApi,
];
