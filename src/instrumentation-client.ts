import { navigationStarts } from "@/components/layout/pending-navigation";

/** Next calls it when its router begins to fetch a page. */
export const onRouterTransitionStart = navigationStarts;
