import { navigationStarts } from "@/components/layout/navigation-start";

/** Next calls it when its router begins to fetch a page. */
export const onRouterTransitionStart = navigationStarts;
