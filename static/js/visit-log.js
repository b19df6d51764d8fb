import "./steppers.js";
