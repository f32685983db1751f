const {Worker}=require('bullmq'); new Worker('q', async j => {})
