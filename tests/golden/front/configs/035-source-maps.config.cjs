/** Compiled from TypeScript; stack traces need the maps. */
module.exports = {
	apps: [
		{
			name: "nest",
			script: "dist/main.js",
			source_map_support: true,
			node_args: ["--enable-source-maps", "--max-old-space-size=2048", "--unhandled-rejections=strict"],
			instance_var: "INSTANCE_ID",
			vizion: false,
			automation: false,
			treekill: true,
			uid: "nobody",
			gid: "nogroup",
		},
	],
};
