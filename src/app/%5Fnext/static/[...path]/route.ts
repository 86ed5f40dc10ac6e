/** Files of the build that are not there: otherwise the pages of workspaces would answer, and ask to sign in. */
export const GET = (): Response =>
  new Response("There is no such file.", {
    status: 404,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
export const HEAD = GET;
