"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
exports.__esModule = true;
exports.deploy = exports.apps = void 0;
var path_1 = __importDefault(require("path"));
exports.apps = [
    {
        name: "compiled",
        script: path_1["default"].join("dist", "main.js"),
        env: { NODE_ENV: "production" }
    },
];
exports.deploy = {};
