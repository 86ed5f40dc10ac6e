import { testEnvironment } from "./environment";

// Pure tests load modules that read the environment; nothing listens at these addresses.
const at = (user: string) => `postgresql://${user}:none@127.0.0.1:1/none`;
const urls = { superuser: at("superuser"), owner: at("owner"), app: at("app"), platform: at("platform") };
Object.assign(process.env, testEnvironment(urls, "smtp://127.0.0.1:1"));
