import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { appRouter } from "@/registry/router";
import { otherMethods } from "@/server/other-methods";
import { trpcHandler } from "@/server/trpc-http";

const handler = trpcHandler((request, createContext) =>
  fetchRequestHandler({
    ...{ endpoint: "/api/trpc", req: request, router: appRouter, createContext, maxBatchSize: 10 },
    // Queries with long inputs come by POST.
    allowMethodOverride: true,
  }),
);

export { handler as GET, handler as POST };
export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "HEAD", "POST");
