// On the sign-in page: delete the offline key, so that visits waiting on this phone cannot be read.
import { clearKey, supported } from "./offline-store.js";

if (supported()) clearKey();
