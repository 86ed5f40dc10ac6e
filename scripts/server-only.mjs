// Loaded into programs that run the app's own server code (`node --import`): there the package `server-only` is
// empty. Node's condition `react-server` would do that too, but it removes react-dom/server, which mails need.
import { registerHooks } from "node:module";

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== "server-only") return next(specifier, context);
    return { url: "data:text/javascript,", format: "module", shortCircuit: true };
  },
});
