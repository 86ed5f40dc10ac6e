import "@/registry/register";
import { receiveHints } from "@/modules/hub/connections/operations/hints";
import { failureResponse } from "@/server/failure";
import { capBody } from "@/server/http";
import { newId } from "@/server/new-id";
import { otherMethods } from "@/server/other-methods";

const bodyLimit = 1_000_000;

interface Params {
  params: Promise<{ provider: string }>;
}

/** Called by a service that workspaces connect, signed over these very bytes: hints to read records, never their content. */
export async function POST(request: Request, { params }: Params): Promise<Response> {
  try {
    const { provider } = await params;
    const body = await capBody(request, bodyLimit).text();
    await receiveHints(provider, { url: request.url, headers: request.headers, body });
    return new Response(null, { status: 200 });
  } catch (error) {
    return failureResponse(error, newId());
  }
}
export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
