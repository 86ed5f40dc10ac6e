import { createTRPCClient } from "@trpc/client";
import type { AppRouter } from "@/registry/router";
import { linkOf } from "./link";

/** The procedures as direct calls, for pages before sign-in: they load them with the first call. */
export const beforeSignIn = createTRPCClient<AppRouter>({ links: [linkOf("sign-in", undefined)] });
