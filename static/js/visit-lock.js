// Nobody is signed in here: what is kept on this telephone is locked.
import { able, lock } from "./visit-box.js";

if (able()) lock();
