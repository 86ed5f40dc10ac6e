import { authenticateSocket } from "@/modules/platform/realtime/operations";
import { formDoor } from "@/server/form-door";
import { otherMethods } from "@/server/other-methods";

export const POST = formDoor(authenticateSocket);
export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
