import { operations } from "@/registry/operations";
import { createRest } from "@/server/rest";

const rest = createRest(operations);

async function handler(request: Request, { params }: { params: Promise<{ path: string[] }> }): Promise<Response> {
  return await rest(request, (await params).path);
}

export {
  handler as DELETE,
  handler as GET,
  handler as HEAD,
  handler as OPTIONS,
  handler as PATCH,
  handler as POST,
  handler as PUT,
};
