module.exports = {
  apps: [{
    name: 'long-args',
    script: 'java',
    interpreter: 'none',
    args: '-Xms512m -Xmx1024m \
-Dspring.profiles.active=prod \
-jar app.jar',
    post_update: ['npm install', 'echo launching the app'],
    env: {
      BANNER: `first line
  second line
third \`quoted\` \${not} line`,
    },
  }],
};
