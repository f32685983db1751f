require("dotenv").config({ path: `.env.${process.env.NODE_ENV || "development"}` });

module.exports = {
  apps: [
    {
      name: "stage-" + process.env.STAGE,
      script: "index.js",
      env: { STAGE: process.env.STAGE },
    },
  ],
};
