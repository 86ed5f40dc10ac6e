import "server-only";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { bootstrapTeams } from "@/modules/platform/teams/bootstrap";
import { registerBootstraps } from "@/server/bootstraps";

/** What each domain puts into a new workspace, in this order. */
registerBootstraps([bootstrapTeams, bootstrapPipelines]);
