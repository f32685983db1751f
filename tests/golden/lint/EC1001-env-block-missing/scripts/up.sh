#!/bin/sh
# pm2 start fire.yaml --env unused
pm2 reload silent.yaml --env "production"
