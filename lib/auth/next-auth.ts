import "server-only";
import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { readText } from "../api/body.ts";
import { problemResponse } from "../api/problem.ts";
import { host } from "../host/host.ts";
import { newId } from "../ids.ts";
import { authConfig } from "./auth-config.ts";

/** Auth.js asks for its configuration with every request, so nothing is kept here between them. */
const { handlers } = NextAuth(() => authConfig(host()));

const FORM_BYTES = 16 * 1024;

export const { GET } = handlers;

/** Anybody may post here, and Auth.js reads a form of any size: so it gets one that has been read already. */
export async function POST(request: NextRequest): Promise<Response> {
  try {
    const body = await readText(request, FORM_BYTES);
    return await handlers.POST(new NextRequest(request.url, { method: "POST", headers: request.headers, body }));
  } catch (error) {
    return problemResponse(error, newId("req"));
  }
}
