import "@/registry/register";
import { authorizeChannel } from "@/modules/platform/history/realtime/operations";
import { formEndpoint } from "@/server/form-endpoint";
import { otherMethods } from "@/server/other-methods";

export const POST = formEndpoint(authorizeChannel);
export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
