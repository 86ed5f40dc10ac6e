import { authenticateSocket } from "@/modules/platform/history/realtime/operations";
import { formEndpoint } from "@/server/form-endpoint";
import { otherMethods } from "@/server/other-methods";

export const POST = formEndpoint(authenticateSocket);
export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
